namespace Daypass.Server.Storage;

/// <summary>
/// Requests of this process that wait for the same row stand in line: the first one asks the database again and again, the others
/// wait behind it. Many that ask at once would keep the row so busy that those who are done cannot write it.
/// </summary>
internal sealed class WaitingLine<TKey> where TKey : notnull
{
    private readonly Dictionary<TKey, Line> _lines = [];

    /// <summary>Comes to the front of the line, to be left by disposing; null: not within this time.</summary>
    public async Task<IDisposable?> Enter(TKey key, TimeSpan patience)
    {
        Line? line;
        lock (_lines)
        {
            if (!_lines.TryGetValue(key, out line))
            {
                _lines.Add(key, line = new Line(this, key));
            }

            line.People++;
        }

        if (await line.Front.WaitAsync(patience))
        {
            return line;
        }

        Leave(line);
        return null;
    }

    private void Leave(Line line)
    {
        lock (_lines)
        {
            if (--line.People == 0)
            {
                _lines.Remove(line.Key);
            }
        }
    }

    private sealed class Line(WaitingLine<TKey> all, TKey key) : IDisposable
    {
        public TKey Key => key;
        public SemaphoreSlim Front { get; } = new(1, 1);
        public int People { get; set; }

        public void Dispose()
        {
            Front.Release();
            all.Leave(this);
        }
    }
}
