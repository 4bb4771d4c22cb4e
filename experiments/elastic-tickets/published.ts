/** Test accuracy in percent of MLP-n on MNIST (60,000 images to train), 89.26 % of the weights pruned, by source depth and target depth: Chen et al. (2021), Table 5. */
export const PUBLISHED: Readonly<Record<string, number>> = { '2 to 2': 98.06, '2 to 3': 97.95, '2 to 4': 97.99, '3 to 2': 97.91, '3 to 3': 97.83, '3 to 4': 97.83, '4 to 2': 97.88, '4 to 3': 97.91, '4 to 4': 98.03 };

/** What the published ticket from another depth has more than the target's own, in percentage points. */
export const publishedDifference = (from: number, to: number): number => PUBLISHED[`${from} to ${to}`] - PUBLISHED[`${to} to ${to}`];
