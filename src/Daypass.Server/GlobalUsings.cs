global using Daypass.Domain;
global using Daypass.Server.Storage;
global using Daypass.Server.Storage.Model;
