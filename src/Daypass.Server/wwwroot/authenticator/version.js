export const version = "1a5bbb6327d5";
