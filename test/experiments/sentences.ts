/** The sentences of a finding, each as its number of words. A sentence ends in a full stop before a capital letter, or before nothing. */
export const wordsOfSentences = (finding: string): number[] => finding.split(/(?<=\.) (?=[A-Z])/).map((sentence) => sentence.split(/\s+/).length);

/** More words than a reader takes in at once. */
export const MOST_WORDS = 70;
