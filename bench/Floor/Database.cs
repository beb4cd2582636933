using Microsoft.Data.Sqlite;

namespace Floor;

/// <summary>Kept connections to one SQLite file, each with its statements prepared; one writer at a time, durable at every commit.</summary>
internal sealed class Database(string file)
{
    private readonly Stack<Connection> _idle = new();
    private readonly SemaphoreSlim _writer = new(1, 1);

    public T Read<T>(Func<Connection, T> work)
    {
        var connection = Take();
        var result = work(connection);
        lock (_idle)
        {
            _idle.Push(connection);
        }

        return result;
    }

    public async Task<T> Write<T>(Func<Connection, T> work)
    {
        await _writer.WaitAsync();
        try
        {
            return Read(connection =>
            {
                connection.Do("BEGIN IMMEDIATE");
                var result = work(connection);
                connection.Do("COMMIT");
                return result;
            });
        }
        finally
        {
            _writer.Release();
        }
    }

    private Connection Take()
    {
        lock (_idle)
        {
            return _idle.TryPop(out var connection) ? connection : new Connection(file);
        }
    }
}

internal sealed class Connection
{
    private readonly SqliteConnection _sqlite;
    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);

    public Connection(string file)
    {
        _sqlite = new SqliteConnection($"Data Source={file};Pooling=False");
        _sqlite.Open();
        Do("PRAGMA journal_mode=WAL");
        Do("PRAGMA synchronous=FULL");
        Do("PRAGMA temp_store=MEMORY");
    }

    /// <summary>Runs a statement with values for $1, $2 and so on; says how many rows it changed.</summary>
    public int Do(string statement, params ReadOnlySpan<object> values) => Command(statement, values).ExecuteNonQuery();

    /// <summary>The first row of an answer; null if there is none.</summary>
    public object[]? Row(string statement, params ReadOnlySpan<object> values)
    {
        using var reader = Command(statement, values).ExecuteReader();
        if (!reader.Read())
        {
            return null;
        }

        var row = new object[reader.FieldCount];
        reader.GetValues(row);
        return row;
    }

    private SqliteCommand Command(string statement, ReadOnlySpan<object> values)
    {
        if (!_prepared.TryGetValue(statement, out var command))
        {
            _prepared[statement] = command = new SqliteCommand(statement, _sqlite);
            for (var i = 1; i <= values.Length; i++)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
            }
        }

        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }

        return command;
    }
}
