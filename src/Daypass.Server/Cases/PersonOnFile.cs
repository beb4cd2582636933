namespace Daypass.Server.Cases;

/// <summary>A login as the desk sees it: the contacts on file, and since when (H2).</summary>
/// <param name="ContactsSince">When email or phone last changed, or the login was made.</param>
/// <param name="ChangedRecently">Marked: changed within 30 days.</param>
/// <param name="MayBeCalled">H3: unchanged for 30 days.</param>
internal sealed record PersonOnFile(Guid Id, Kind Kind, AccountState State, bool IsAdministrator, bool IsPrimary,
    string Name, string Email, string? Phone, DateTimeOffset ContactsSince, bool ChangedRecently, bool MayBeCalled)
{
    /// <summary>Who changed the contacts last; null: nobody did, or that login is gone.</summary>
    public string? ContactsChangedBy { get; init; }

    /// <summary>When the code that is live ends; null: none is.</summary>
    public DateTimeOffset? CodeEnds { get; init; }

    /// <summary>W3: support sends them back to their firm, except for a removal.</summary>
    public bool IsForTheFirm => !IsAdministrator;

    public static PersonOnFile Of(Account account, DateTimeOffset now) => new(account.Id, account.Kind, account.State, account.IsAdministrator, account.IsPrimary,
        account.Name, account.Email, account.Phone, Since(account), account.ContactChangedAt > now - CaseRule.ContactAge, CaseRule.MayBeCalled(Since(account), now));

    public static DateTimeOffset Since(Account account) => account.ContactChangedAt ?? account.CreatedAt;
}
