// What TensorFlow's operations do with small integers, which a graph that is run again has to know.

/**
 * Operations whose output has a shape that depends on values and not on shapes alone: nothing is known of what follows
 * them until they have run.
 */
const dynamic = new Set<string>([
  'Bincount',
  'DenseBincount',
  'ListDiff',
  'NonMaxSuppression',
  'NonMaxSuppressionV2',
  'NonMaxSuppressionV3',
  'NonMaxSuppressionV4',
  'NonMaxSuppressionV5',
  'RaggedRange',
  'SparseFillEmptyRows',
  'SparseReshape',
  'StringSplit',
  'Unique',
  'UniqueV2',
  'Where',
  // Random numbers go on with every run of a graph, and begin anew with every execution.
  'Multinomial',
  // Variables: what is done to them in which order is nothing that inputs and outputs tell.
  'AssignVariableOp',
  'ReadVariableOp',
  'VarHandleOp',
]);

/** Whether an operation's output shape depends on values, or it is one that a graph must not hold. */
export const hasDynamicShape = (operation: string): boolean => dynamic.has(operation);

/** An operation has been seen with outputs of two shapes for inputs of one. */
export function markDynamic(operation: string): void {
  dynamic.add(operation);
}

const all = [0, 1, 2, 3];

/**
 * The inputs at which an operation takes integers as data: they leave the shape of its output alone. Of an operation
 * that is not here every small integer input is taken for a size, an axis or the like.
 */
const dataInputs: Readonly<Record<string, readonly number[]>> = {
  ...Object.fromEntries(
    [
      ...['Abs', 'Add', 'AddN', 'AddV2', 'BitwiseAnd', 'BitwiseOr', 'BitwiseXor', 'Cast', 'Div', 'Equal'],
      ...['FloorDiv', 'FloorMod', 'Greater', 'GreaterEqual', 'Identity', 'LeftShift', 'Less', 'LessEqual'],
      ...['Maximum', 'Minimum', 'Mod', 'Mul', 'Neg', 'NotEqual', 'Pow', 'RealDiv', 'RightShift', 'Select'],
      ...['SelectV2', 'Sign', 'Square', 'SquaredDifference', 'Sub'],
    ].map((name) => [name, all]),
  ),
  GatherNd: [1],
  GatherV2: [1],
  OneHot: [0],
  OptimSchesAttention: [2],
  OptimSchesAttentionGrad: [4],
  OptimSchesCrossEntropy: [1],
  OptimSchesDropout: [1],
  OptimSchesGatherRows: [0],
  OptimSchesScatterRows: [0],
  SparseSoftmaxCrossEntropyWithLogits: [1],
  UnsortedSegmentSum: [1],
};

/** Whether an operation takes the integers of one of its inputs as data. */
export const takesData = (operation: string, input: number): boolean =>
  dataInputs[operation]?.includes(input) === true;
