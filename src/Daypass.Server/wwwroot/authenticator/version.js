export const version = "7c56e0d0dc5b";
