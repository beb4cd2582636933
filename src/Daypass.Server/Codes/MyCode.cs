using Daypass.Server.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Codes;

/// <param name="IssuedBy">Null: support or the operator, as <paramref name="Issuer"/> says.</param>
internal sealed record MyCodeView(DateTimeOffset IssuedAt, ActorKind Issuer, string? IssuedBy, DateTimeOffset ExpiresAt, int Uses, bool IsSpent, bool MayRemove);

/// <summary>One's own live temporary code: everything about it but the digits (C6). Null: none.</summary>
internal sealed class MyCode(Store store, TimeProvider clock)
{
    public Task<MyCodeView?> Run(SignedIn me) => store.Read(me.FirmId, async db =>
    {
        if (await CodeEnder.Live(db, clock.Now(), me.AccountId) is not { } code)
        {
            return null;
        }

        var issuer = await db.Accounts.Where(x => x.Id == code.IssuedBy).Select(x => x.Name).SingleOrDefaultAsync();
        return new MyCodeView(code.IssuedAt, code.IssuerKind, issuer, code.ExpiresAt, code.Uses, code.State == CodeState.Spent, me.May(Ability.RemoveOwnCode));
    });
}
