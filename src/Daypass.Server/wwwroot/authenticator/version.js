export const version = "fec6b40d0b1a";
