using Daypass.Server.Storage;
using Daypass.TestHost;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Daypass.Server.Tests.Hosting;

public class KeyRings
{
    [Theory, OnBothDatabases]
    public async Task Cookie_keys_are_kept_in_the_database_sealed_and_survive_a_restart(DatabaseKind kind)
    {
        await using var database = await TestDatabase.Create(kind);
        string cookie;
        await using (var server = await RunningServer.Start(database))
        {
            cookie = Protector(server).Protect("Jane");
            var stored = await server.Services.GetRequiredService<Store>().ReadAcross(db => db.DataProtectionKeys.Select(x => x.Xml).SingleAsync());
            Assert.Contains("sealedKey", stored, StringComparison.Ordinal);
            Assert.DoesNotContain("masterKey", stored, StringComparison.Ordinal);
        }

        await using var restarted = await RunningServer.Start(database);
        Assert.Equal("Jane", Protector(restarted).Unprotect(cookie));
    }

    [Fact]
    public async Task With_the_key_file_lost_it_starts_with_new_cookie_keys_and_says_so()
    {
        await using var database = await TestDatabase.Create(DatabaseKind.Sqlite);
        await using (await RunningServer.Start(database))
        {
        }

        File.Delete(Path.Combine(database.Folder, "keys"));
        await using var server = await RunningServer.Start(database);
        Assert.Equal("Jane", Protector(server).Unprotect(Protector(server).Protect("Jane")));
        Assert.Single(server.Log.Lines, x => x.Text.StartsWith("DAY102", StringComparison.Ordinal));
    }

    private static IDataProtector Protector(RunningServer server) =>
        server.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");
}
