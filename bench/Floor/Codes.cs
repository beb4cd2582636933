using System.Globalization;
using System.Security.Cryptography;

namespace Floor;

/// <summary>Issues a code in one transaction: the code before it ends; code, two lines of the record, a notice and the form's number are written.</summary>
internal sealed class Codes(Database database)
{
    public Task<string> Issue(string email) => database.Write(x =>
    {
        var now = SignIns.Now;
        var account = (string)x.Row("SELECT id FROM accounts WHERE email_key = $1", email)![0];
        _ = x.Row("SELECT count(*) FROM temporary_codes WHERE account_id = $1 AND issued_at > $2", account, now);
        var (id, digits) = (SignIns.NewId(), RandomNumberGenerator.GetInt32(1_000_000_000).ToString("000000000", CultureInfo.InvariantCulture));
        if (x.Row("UPDATE temporary_codes SET state = 3, ended_at = $2 WHERE account_id = $1 AND state <= 2 RETURNING id", account, now) is { } ended)
        {
            x.Do("INSERT INTO events (at, kind, account_id, code_id) VALUES ($1, 'CodeReplaced', $2, $3)", now, account, ended[0]);
        }

        x.Do("INSERT INTO temporary_codes (id, account_id, issued_by, issued_at, expires_at, state, mac, taken, uses) VALUES ($1, $2, $2, $3, $4, 1, $5, 0, 0)",
            id, account, now, now + 86_400_000_000, SignIns.Mac(account, digits));
        x.Do("UPDATE accounts SET hold_until = $2 WHERE id = $1", account, now + 86_400_000_000);
        x.Do("INSERT INTO events (at, kind, account_id, code_id, facts) VALUES ($1, 'CodeIssued', $2, $3, '{\"reason\":\"LeftAtHome\"}')", now, account, id);
        x.Do("INSERT INTO notices (id, recipient_id, account_id, kind, code_id, next_try_at) VALUES ($1, $2, $2, 'CodeIssued', $3, $4)", SignIns.NewId(), account, id, now);
        x.Do("INSERT INTO operations (id, at) VALUES ($1, $2)", SignIns.NewId(), now);
        return digits;
    });
}
