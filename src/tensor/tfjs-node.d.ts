/** The optional native package: types are not asked of what may not be there. */
declare module '@tensorflow/tfjs-node';
