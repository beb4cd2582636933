using static Daypass.Domain.Tests.Times;

namespace Daypass.Domain.Tests;

// S1, S2, S4.
public class SessionRuleTests
{
    // Columns: Full, TemporaryCode, BackupCode, PasswordOnly, MailboxProof; then Full and PasswordOnly under S4.
    private static readonly (Ability Ability, string May)[] Table =
    [
        (Ability.SeeOwnProfile, "y y y y - y y"),
        (Ability.UseApplications, "y y y y - y y"),
        (Ability.ManageOwnDevices, "y y y y y y y"),
        (Ability.SignOutOthers, "y y y y - y y"),
        (Ability.ChangePassword, "y - - y - - -"),
        (Ability.ChangeContactOrPhone, "y - - y - - -"),
        (Ability.MakeBackupCodes, "y - - - - - -"),
        (Ability.ConsentToApplication, "y - - y - - -"),
        (Ability.RemoveOwnCode, "y - - - - - -"),
        (Ability.ActForOthers, "y - - - - - -"),
        (Ability.ChangePermissionsOrPolicy, "y - - - - - -"),
    ];

    private static readonly (SessionKind Kind, bool LimitedByS4)[] Columns =
    [
        (SessionKind.Full, false), (SessionKind.TemporaryCode, false), (SessionKind.BackupCode, false), (SessionKind.PasswordOnly, false),
        (SessionKind.MailboxProof, false), (SessionKind.Full, true), (SessionKind.PasswordOnly, true),
    ];

    [Fact]
    public void S2_each_kind_of_session_may_do_what_the_table_says()
    {
        Assert.Equal(Enum.GetValues<Ability>(), Table.Select(row => row.Ability));
        foreach (var (ability, may) in Table)
        {
            foreach (var ((kind, limited), cell) in Columns.Zip(may.Split(' ')))
                Assert.True(SessionRule.May(ability, kind, limited) == (cell == "y"), $"{ability} {kind} {limited}");
        }
    }

    [Fact]
    public void S4_limits_only_ever_take_away_and_never_below_a_code_session()
    {
        foreach (var ability in Enum.GetValues<Ability>())
        {
            foreach (var kind in Enum.GetValues<SessionKind>())
            {
                Assert.True(SessionRule.May(ability, kind, limitedByS4: false) || !SessionRule.May(ability, kind, limitedByS4: true));
                Assert.True(SessionRule.May(ability, SessionKind.TemporaryCode, limitedByS4: false) || !SessionRule.May(ability, kind, limitedByS4: true));
            }
            Assert.False(SessionRule.May(ability, default, limitedByS4: false));
        }
    }

    [Fact]
    public void S1_a_session_ends_24_hours_after_it_was_opened_or_with_its_code()
    {
        Assert.Equal(Tuesday, SessionRule.ExpiresAt(Monday, null));
        Assert.Equal(Monday.AddHours(2), SessionRule.ExpiresAt(Monday, Monday.AddHours(2)));
        Assert.Equal(Tuesday, SessionRule.ExpiresAt(Monday, Tuesday.AddHours(1)));
    }

    [Fact]
    public void S1_a_session_dies_at_its_end_and_after_30_minutes_without_use()
    {
        Assert.True(SessionRule.IsAlive(Monday, Tuesday, Monday.AddMinutes(30).JustBefore()));
        Assert.False(SessionRule.IsAlive(Monday, Tuesday, Monday.AddMinutes(30)));
        Assert.True(SessionRule.IsAlive(Tuesday.AddMinutes(-1), Tuesday, Tuesday.JustBefore()));
        Assert.False(SessionRule.IsAlive(Tuesday.AddMinutes(-1), Tuesday, Tuesday));
    }

    [Fact]
    public void S4_limits_end_after_24_hours_or_with_an_authenticator_paired_before()
    {
        Assert.False(SessionRule.IsLimited(null, null, null, Monday));
        Assert.True(SessionRule.IsLimited(Monday, Tuesday, null, Tuesday.JustBefore()));
        Assert.False(SessionRule.IsLimited(Monday, Tuesday, null, Tuesday));
        Assert.True(SessionRule.IsLimited(Monday, Tuesday, Monday, Monday.AddHours(1)));
        Assert.False(SessionRule.IsLimited(Monday, Tuesday, Monday.JustBefore(), Monday.AddHours(1)));
    }

    [Fact]
    public void C15_a_second_step_is_fresh_for_15_minutes()
    {
        Assert.True(SessionRule.IsFresh(Monday, Monday.AddMinutes(15).JustBefore()));
        Assert.False(SessionRule.IsFresh(Monday, Monday.AddMinutes(15)));
        Assert.False(SessionRule.IsFresh(null, Monday));
    }
}
