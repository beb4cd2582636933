export const version = "87f8874679c4";
