using System.IO.MemoryMappedFiles;

namespace Daypass.TestHost;

/// <summary>One time for several processes: eight bytes of a mapped file. It stands still until it is set.</summary>
internal sealed class SharedClock : TimeProvider, IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _ticks;

    public SharedClock(string file)
    {
        var stream = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        _file = MemoryMappedFile.CreateFromFile(stream, mapName: null, sizeof(long), MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
        _ticks = _file.CreateViewAccessor();
    }

    public override DateTimeOffset GetUtcNow() => new(_ticks.ReadInt64(0), TimeSpan.Zero);

    public void Set(DateTimeOffset now) => _ticks.Write(0, now.UtcTicks);

    public void Dispose()
    {
        _ticks.Dispose();
        _file.Dispose();
    }
}
