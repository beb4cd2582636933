using NSec.Cryptography;

namespace Floor;

/// <summary>Argon2id as Daypass has it (19 MiB, two passes), on as many threads as there are processors.</summary>
internal sealed class Hash(bool free)
{
    private static readonly byte[] Salt = new byte[16];
    private readonly SemaphoreSlim _lanes = new(Environment.ProcessorCount);
    private readonly Argon2id _argon2 = PasswordBasedKeyDerivationAlgorithm.Argon2id(
        new Argon2Parameters { DegreeOfParallelism = 1, MemorySize = free ? 8 : 19 * 1024, NumberOfPasses = free ? 1 : 2 });

    public async Task<byte[]> Of(string password)
    {
        await _lanes.WaitAsync();
        try
        {
            return await Task.Run(() => _argon2.DeriveBytes(password, Salt, 32));
        }
        finally
        {
            _lanes.Release();
        }
    }
}
