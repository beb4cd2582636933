using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace Daypass.Server.Hosting.Keys;

/// <summary>
/// The keys that are not in the database: without this file a stolen database yields no code, no TOTP secret and no cookie key.
/// Made at first start, readable by its owner only. Several servers on one database need the same file.
/// The newest key writes; all of them read. Rotation adds one: a server that meets an unknown key id reads the file again, so
/// nothing breaks in between. A key that is lost kills live codes, backup codes and pairings made under it, never passwords.
/// </summary>
internal sealed class KeyFile(IOptions<DaypassOptions> options, TimeProvider clock)
{
    private readonly string _path = options.Value.KeyFilePath;
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<(string Id, KeyPurpose Purpose), byte[]> _derived = new();
    private IReadOnlyList<MasterKey>? _keys;
    private DateTime _readAt;

    /// <summary>The key to write with.</summary>
    public (string KeyId, byte[] Key) Current(KeyPurpose purpose)
    {
        var newest = Keys()[^1];
        return (newest.Id, Derive(newest, purpose));
    }

    /// <summary>The key that something was written with; null if it is lost.</summary>
    public byte[]? Find(string keyId, KeyPurpose purpose)
    {
        var key = Keys().FirstOrDefault(x => x.Id == keyId) ?? AfterChange().FirstOrDefault(x => x.Id == keyId);
        return key is null ? null : Derive(key, purpose);
    }

    /// <summary>All keys, also those that another server added by now.</summary>
    public IEnumerable<(string KeyId, byte[] Key)> All(KeyPurpose purpose) => AfterChange().Select(x => (x.Id, Derive(x, purpose)));

    /// <summary>Reads the file, or makes it. Called at start, so that a file that is wrong refuses the start.</summary>
    /// <exception cref="RefusedToStart">Others can read it, or it cannot be understood.</exception>
    public void Load()
    {
        if (!File.Exists(_path))
        {
            DataFolder.Ready(Path.GetDirectoryName(Path.GetFullPath(_path))!);
            KeyFileText.CreateIfAbsent(_path, MasterKey.New(clock.Now()));
        }

        lock (_lock)
        {
            _keys = KeyFileText.Read(_path);
            _readAt = File.GetLastWriteTimeUtc(_path);
        }
    }

    /// <summary>Adds a key, which writes from now on; other servers learn it when they meet it, and write with it after a restart.</summary>
    /// <returns>The new key's id.</returns>
    public string Rotate()
    {
        var key = MasterKey.New(clock.Now());
        KeyFileText.Replace(_path, [.. Keys(), key]);
        Load();
        return key.Id;
    }

    private IReadOnlyList<MasterKey> Keys()
    {
        if (_keys is null)
        {
            Load();
        }

        return _keys!;
    }

    private IReadOnlyList<MasterKey> AfterChange()
    {
        if (File.GetLastWriteTimeUtc(_path) != _readAt)
        {
            Load();
        }

        return Keys();
    }

    private byte[] Derive(MasterKey key, KeyPurpose purpose) =>
        _derived.GetOrAdd((key.Id, purpose), _ => HKDF.DeriveKey(HashAlgorithmName.SHA256, key.Secret, 32, salt: null, info: purpose.Label()));
}
