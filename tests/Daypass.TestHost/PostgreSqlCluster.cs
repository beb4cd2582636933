using System.Diagnostics;
using Daypass.Server.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Daypass.TestHost;

/// <summary>
/// A PostgreSQL of our own: made by initdb in a temporary folder, on a private loopback port, with the durability settings that an
/// operator has. The machine's clusters are never touched. One for all tests of an assembly (<see cref="Shared"/>).
/// </summary>
public sealed class PostgreSqlCluster : IAsyncDisposable
{
    /// <summary>Owns the tables; runs migrations.</summary>
    public const string Owner = "daypass_owner";

    /// <summary>The role that servers use: no superuser, no BYPASSRLS, owns nothing.</summary>
    public const string Application = "daypass_app";

    private const string Superuser = "super";
    private const string Template = "migrated";

    private static readonly Lazy<Task<PostgreSqlCluster>> One = new(Start);

    private readonly Companion _server;
    private readonly Lazy<Task> _template;
    private int _databases;

    private PostgreSqlCluster(Companion server, int port)
    {
        (_server, Port) = (server, port);
        _template = new(MakeTemplate);
    }

    public static Task<PostgreSqlCluster> Shared => One.Value;

    public int Port { get; }

    /// <summary>What the server said; to be scanned for what must not be there.</summary>
    public string LogFile => Path.Combine(_server.Folder, "log");

    public string DataFolder => Path.Combine(_server.Folder, "data");

    public static async Task<PostgreSqlCluster> Start()
    {
        var (programs, folder, port) = (FindPrograms(), Companion.NewFolder("postgresql"), Companion.FreePort());
        // PostgreSQL refuses to run as root; Debian's package brings a user for it.
        string[] user = Companion.WeAreRoot ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] : [];
        if (Companion.WeAreRoot)
        {
            await Companion.Run("chown", "postgres:", folder);
        }

        var data = Path.Combine(folder, "data");
        await Companion.Run([.. user, $"{programs}/initdb", "-D", data, "-U", Superuser, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]);
        string[] settings =
        [
            $"port={port}", "listen_addresses=127.0.0.1", $"unix_socket_directories={folder}", "max_connections=200",
            "fsync=on", "synchronous_commit=on",
        ];
        string[] options = [.. settings.SelectMany(x => new[] { "-c", x })];
        var server = await Companion.Start(folder, port, "QUIT", [.. user, $"{programs}/postgres", "-D", data, .. options]);
        return await new PostgreSqlCluster(server, port).MakeRoles();
    }

    /// <summary>A fresh database with all tables, empty.</summary>
    public async Task<PostgreSqlDatabase> CreateDatabase()
    {
        await _template.Value;
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await AsSuperuser($"CREATE DATABASE {name} TEMPLATE {Template} OWNER {Owner}");
        return new PostgreSqlDatabase(this, name);
    }

    /// <summary>A fresh database without tables.</summary>
    public async Task<PostgreSqlDatabase> CreateEmptyDatabase()
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await AsSuperuser($"CREATE DATABASE {name} OWNER {Owner}");
        return new PostgreSqlDatabase(this, name);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    internal string ConnectionString(string role, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Username = role,
        Database = database,
        // Two servers of one test share the cluster's 200 connections with the tests beside them.
        MaxPoolSize = 40,
    }.ConnectionString;

    internal async Task AsSuperuser(string sql, string database = "postgres")
    {
        await using var connection = new NpgsqlConnection(ConnectionString(Superuser, database) + ";Pooling=false;Command Timeout=60");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static string FindPrograms() =>
        Directory.Exists("/usr/lib/postgresql")
        && Directory.EnumerateDirectories("/usr/lib/postgresql").Where(x => File.Exists($"{x}/bin/initdb")).Order(StringComparer.Ordinal).LastOrDefault() is { } newest
            ? $"{newest}/bin"
            : throw new InvalidOperationException("PostgreSQL is not installed: run ./test once, or apt-get install postgresql.");

    private async Task<PostgreSqlCluster> MakeRoles()
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await AsSuperuser($"CREATE ROLE {Owner} LOGIN; CREATE ROLE {Application} LOGIN NOSUPERUSER NOBYPASSRLS");
                return this;
            }
            catch (PostgresException busy) when (busy.SqlState == PostgresErrorCodes.CannotConnectNow && waited.Elapsed < TimeSpan.FromSeconds(60))
            {
                // It takes connections a moment before it lets anybody in.
                await Task.Delay(50);
            }
        }
    }

    private async Task MakeTemplate()
    {
        await AsSuperuser($"CREATE DATABASE {Template} OWNER {Owner}");
        await AsSuperuser($"ALTER DEFAULT PRIVILEGES FOR ROLE {Owner} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {Application}", Template);
        await AsSuperuser($"ALTER DEFAULT PRIVILEGES FOR ROLE {Owner} GRANT USAGE, SELECT ON SEQUENCES TO {Application}", Template);
        await using var services = new ServiceCollection()
            .AddStorage(ConnectionString(Owner, Template) + ";Pooling=false", sqliteFile: "")
            .BuildServiceProvider();
        await services.GetRequiredService<Store>().Migrate();
    }
}

/// <summary>One database of a <see cref="PostgreSqlCluster"/>; dropped when disposed.</summary>
public sealed class PostgreSqlDatabase(PostgreSqlCluster cluster, string name) : IAsyncDisposable
{
    public string Name => name;

    /// <summary>For servers under test: a role that row-level security holds for.</summary>
    public string ConnectionString => cluster.ConnectionString(PostgreSqlCluster.Application, name);

    /// <summary>For migrations.</summary>
    public string OwnerConnectionString => cluster.ConnectionString(PostgreSqlCluster.Owner, name);

    /// <summary>For looking behind the walls, and for showing that servers refuse such a role.</summary>
    public string SuperuserConnectionString => cluster.ConnectionString("super", name);

    public async ValueTask DisposeAsync()
    {
        foreach (var used in new[] { ConnectionString, OwnerConnectionString, SuperuserConnectionString })
        {
            NpgsqlConnection.ClearPool(new NpgsqlConnection(used));
        }

        await cluster.AsSuperuser($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
    }
}
