using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Floor;

/// <summary>A sign-in's four transactions: a place for the password, the password's answer, a place for the code, the code's answer.</summary>
internal sealed class SignIns(Database database, Hash hash)
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    /// <summary>Says what the browser is to bring for the next step; null: no.</summary>
    public async Task<string?> Password(string email, string password)
    {
        var person = database.Read(x => x.Row("SELECT id, password_hash FROM accounts WHERE email_key = $1", email));
        var placed = await database.Write(x => x.Do("UPDATE password_tries SET taken = taken + 1, day_taken = day_taken + 1, touched_at = $2 WHERE subject = $1 AND taken < 10 AND day_taken < 100", email, Now));
        if (person is null || placed == 0 || !CryptographicOperations.FixedTimeEquals(await hash.Of(password), (byte[])person[1]))
        {
            return null;
        }

        var token = NewToken();
        return await database.Write(x =>
        {
            _ = x.Row("SELECT policy, hold_until FROM accounts WHERE id = $1", person[0]);
            x.Do("UPDATE password_tries SET taken = 0, wrong = 0, day_taken = day_taken - 1 WHERE subject = $1", email);
            var facts = Facts(x, person[0]);
            x.Do("INSERT INTO sign_in_attempts (id, account_id, token_hash, password_at, expires_at) VALUES ($1, $2, $3, $4, $5)", NewId(), person[0], HashOf(token), Now, Now + 900_000_000);
            return facts is null ? null : token;
        });
    }

    /// <summary>Whether there is a code to be asked for.</summary>
    public bool AsksForCode(string? attempt) => attempt is not null && database.Read(x => Attempt(x, attempt) is { } found && Facts(x, found[1]) is not null);

    /// <summary>Says what the browser is to bring as its session; null: no.</summary>
    public async Task<string?> Code(string? attempt, string code)
    {
        var (found, live) = attempt is null ? default : database.Read(x => Attempt(x, attempt) is { } row
            ? (row, x.Row("SELECT id, mac FROM temporary_codes WHERE account_id = $1 AND state = 1 AND expires_at > $2", row[1], Now)) : default);
        if (found is null || live is null)
        {
            return null;
        }

        var (id, account, tryId) = (found[0], found[1], NewId());
        var placed = await database.Write(x =>
        {
            _ = x.Row("SELECT policy, hold_until FROM accounts WHERE id = $1", account);
            _ = x.Row("SELECT count(*) FROM code_tries WHERE account_id = $1 AND at > $2", account, 0);
            x.Do("INSERT INTO code_tries (id, account_id, code_id, at) VALUES ($1, $2, $3, $4)", tryId, account, live[0], Now);
            return x.Do("UPDATE temporary_codes SET taken = taken + 1 WHERE id = $1 AND state = 1 AND taken < 5", live[0]);
        });
        if (placed == 0 || !CryptographicOperations.FixedTimeEquals(Mac((string)account, code), (byte[])live[1]))
        {
            return null;
        }

        var token = NewToken();
        return await database.Write(x =>
        {
            x.Do("UPDATE accounts SET last_sign_in_at = $2 WHERE id = $1", account, Now);
            if (x.Do("UPDATE sign_in_attempts SET done_at = $2 WHERE id = $1 AND done_at IS NULL", id, Now) == 0)
            {
                return null;
            }

            x.Do("UPDATE temporary_codes SET uses = uses + 1, taken = taken - 1, last_used_at = $2 WHERE id = $1", live[0], Now);
            x.Do("DELETE FROM code_tries WHERE id = $1", tryId);
            x.Do("INSERT INTO sessions (id, account_id, token_hash, code_id, opened_at, last_seen_at, expires_at, browser) VALUES ($1, $2, $3, $4, $5, $5, $6, 'bench')", NewId(), account, HashOf(token), live[0], Now, Now + 86_400_000_000);
            x.Do("INSERT INTO events (at, kind, account_id, code_id) VALUES ($1, 'CodeRedeemed', $2, $3)", Now, account, live[0]);
            x.Do("INSERT INTO events (at, kind, account_id, code_id, facts) VALUES ($1, 'SignedIn', $2, $3, '{\"kind\":\"TemporaryCode\"}')", Now, account, live[0]);
            return token;
        });
    }

    internal static long Now => (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    internal static string NewId() => Guid.CreateVersion7().ToString();

    internal static byte[] Mac(string account, string code) => HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes($"{account} {code}"));

    private static object[]? Attempt(Connection x, string token) =>
        x.Row("SELECT a.id, a.account_id FROM sign_in_attempts a JOIN accounts p ON p.id = a.account_id WHERE a.token_hash = $1 AND a.done_at IS NULL AND a.expires_at > $2", HashOf(token), Now);

    private static object[]? Facts(Connection x, object account) =>
        x.Row("SELECT p.policy, p.hold_until, c.expires_at FROM accounts p JOIN temporary_codes c ON c.account_id = p.id AND c.state = 1 WHERE p.id = $1", account);

    private static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.ASCII.GetBytes(token));
}
