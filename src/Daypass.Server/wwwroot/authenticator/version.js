export const version = "b9002e09cea9";
