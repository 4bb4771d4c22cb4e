export async function drawWeightErrors(..._: unknown[]): Promise<string> { return ''; }
