using Daypass.Server.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Daypass.TestHost;

public enum DatabaseKind { Sqlite, PostgreSql }

/// <summary>A fresh database with all tables and no rows, of either kind.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static readonly Lazy<Task<string>> MigratedFile = new(MigrateFile);

    private readonly PostgreSqlDatabase? _postgreSql;
    private readonly string _folder;

    private TestDatabase(PostgreSqlDatabase? postgreSql, string folder) => (_postgreSql, _folder) = (postgreSql, folder);

    public DatabaseKind Kind => _postgreSql is null ? DatabaseKind.Sqlite : DatabaseKind.PostgreSql;

    /// <summary>The application role's connection; null on SQLite.</summary>
    public string? PostgreSql => _postgreSql?.ConnectionString;

    /// <summary>The database file; on PostgreSQL the name of a file that is not there.</summary>
    public string SqliteFile => Path.Combine(_folder, "daypass.db");

    /// <summary>A folder of this database's own: the place for a server's data.</summary>
    public string Folder => _folder;

    /// <summary>The PostgreSQL database with its other roles.</summary>
    public PostgreSqlDatabase Database => _postgreSql ?? throw new InvalidOperationException("This test runs on SQLite.");

    public static async Task<TestDatabase> Create(DatabaseKind kind)
    {
        var folder = Companion.NewFolder("test");
        if (kind == DatabaseKind.PostgreSql)
        {
            return new TestDatabase(await (await PostgreSqlCluster.Shared).CreateDatabase(), folder);
        }

        var database = new TestDatabase(null, folder);
        File.Copy(await MigratedFile.Value, database.SqliteFile);
        return database;
    }

    /// <summary>The services of the storage room on this database.</summary>
    internal ServiceProvider Services() => new ServiceCollection().AddStorage(PostgreSql, SqliteFile).BuildServiceProvider();

    public async ValueTask DisposeAsync()
    {
        if (_postgreSql is not null)
        {
            await _postgreSql.DisposeAsync();
        }

        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<string> MigrateFile()
    {
        var folder = Companion.NewFolder("test");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        var file = Path.Combine(folder, "migrated.db");
        await using var services = new ServiceCollection().AddStorage(null, file).BuildServiceProvider();
        await services.GetRequiredService<Store>().Migrate();
        SqliteConnection.ClearAllPools();
        return file;
    }
}
