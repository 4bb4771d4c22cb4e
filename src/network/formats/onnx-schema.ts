import protobuf from 'protobufjs';

// The part of onnx.proto (ONNX 1.x, field numbers of the published schema) that a chain of affine maps and relus uses.
const SCHEMA = `
syntax = "proto2";
message ModelProto { optional int64 ir_version = 1; optional string producer_name = 2; optional GraphProto graph = 7; repeated OperatorSetIdProto opset_import = 8; }
message OperatorSetIdProto { optional string domain = 1; optional int64 version = 2; }
message GraphProto { repeated NodeProto node = 1; optional string name = 2; repeated TensorProto initializer = 5; repeated ValueInfoProto input = 11; repeated ValueInfoProto output = 12; }
message NodeProto { repeated string input = 1; repeated string output = 2; optional string name = 3; optional string op_type = 4; repeated AttributeProto attribute = 5; optional string domain = 7; }
message AttributeProto { optional string name = 1; optional float f = 2; optional int64 i = 3; optional bytes s = 4; optional TensorProto t = 5; repeated float floats = 7; repeated int64 ints = 8; optional int32 type = 20; }
message TensorProto { repeated int64 dims = 1; optional int32 data_type = 2; repeated float float_data = 4 [packed = true]; repeated int32 int32_data = 5 [packed = true]; repeated int64 int64_data = 7 [packed = true]; optional string name = 8; optional bytes raw_data = 9; repeated double double_data = 10 [packed = true]; optional int32 data_location = 14; }
message ValueInfoProto { optional string name = 1; optional TypeProto type = 2; }
message TypeProto { optional TensorTypeProto tensor_type = 1; }
message TensorTypeProto { optional int32 elem_type = 1; optional TensorShapeProto shape = 2; }
message TensorShapeProto { repeated DimensionProto dim = 1; }
message DimensionProto { optional int64 dim_value = 1; optional string dim_param = 2; }
`;

/** The protobuf type of an ONNX model; the one door to protobufjs. */
export const ModelProto = protobuf.parse(SCHEMA, { keepCase: true }).root.lookupType('ModelProto');

/** TensorProto.DataType numbers and the dtype names used here. */
export const ONNX_DTYPES: Readonly<Record<number, string>> = { 1: 'F32', 11: 'F64', 10: 'F16', 16: 'BF16', 7: 'I64', 6: 'I32' };

/** A tensor as decoded. */
export interface OnnxTensor {
  dims?: (number | { toNumber(): number })[];
  data_type?: number;
  float_data?: number[];
  int32_data?: number[];
  int64_data?: (number | { toNumber(): number })[];
  double_data?: number[];
  raw_data?: Uint8Array;
  name?: string;
  data_location?: number;
}

export interface OnnxAttribute {
  name: string;
  f?: number;
  i?: number | { toNumber(): number };
  t?: OnnxTensor;
  floats?: number[];
  type?: number;
}

export interface OnnxNode {
  input: string[];
  output: string[];
  name?: string;
  op_type: string;
  attribute?: OnnxAttribute[];
}

export interface OnnxValueInfo {
  name: string;
  type?: { tensor_type?: { elem_type?: number; shape?: { dim?: { dim_value?: number | { toNumber(): number }; dim_param?: string }[] } } };
}

export interface OnnxModel {
  graph?: { node?: OnnxNode[]; initializer?: OnnxTensor[]; input?: OnnxValueInfo[]; output?: OnnxValueInfo[] };
}

/** An int64 field as a number, however it was decoded. */
export const toNumber = (x: number | { toNumber(): number } | undefined): number => (typeof x === 'object' ? x.toNumber() : (x ?? 0));
