using static Daypass.Domain.Tests.Times;

namespace Daypass.Domain.Tests;

// W2. A primary administrator who may hand the role on, and one change each.
public class HandOnRuleTests
{
    private static readonly Guid Firm = Guid.NewGuid();
    private static readonly Standing Primary = new(Firm, Guid.NewGuid(), Kind.Staff, IsAdministrator: true, IsPrimary: true, Permission.Both);
    private static readonly Standing Other = Primary with { AccountId = Guid.NewGuid(), IsPrimary = false };

    private static HandOnRefusal? WhyNot(Standing? primary = null, Standing? other = null, AccountState state = AccountState.Active, Paired paired = Paired.Now, TimeSpan? confirmed = null) =>
        HandOnRule.WhyNot(primary ?? Primary, other ?? Other, state, paired, Monday - (confirmed ?? TimeSpan.Zero), Monday);

    [Fact]
    public void The_primary_administrator_hands_the_role_on_to_another_administrator() => Assert.Null(WhyNot());

    [Fact]
    public void Only_who_has_it_gives_it_and_only_an_administrator_of_the_same_firm_takes_it()
    {
        Assert.Equal(HandOnRefusal.NotAllowed, WhyNot(primary: Primary with { IsPrimary = false }));
        Assert.Equal(HandOnRefusal.NotAllowed, WhyNot(primary: Primary with { Kind = Kind.Client }));
        Assert.Equal(HandOnRefusal.NotAllowed, WhyNot(other: Primary));
        Assert.Equal(HandOnRefusal.NotAllowed, WhyNot(other: Primary with { IsPrimary = false }));
        Assert.Equal(HandOnRefusal.NotAllowed, WhyNot(other: Other with { IsAdministrator = false }));
        Assert.Equal(HandOnRefusal.NotAllowed, WhyNot(other: Other with { Kind = Kind.Client }));
        Assert.Equal(HandOnRefusal.NotAllowed, WhyNot(other: Other with { FirmId = Guid.NewGuid() }));
    }

    [Theory]
    [InlineData(AccountState.Invited, Paired.Now)]
    [InlineData(AccountState.Deactivated, Paired.Now)]
    [InlineData(AccountState.Suspended, Paired.Now)]
    [InlineData(AccountState.Active, Paired.Never)]
    [InlineData(AccountState.Active, Paired.Formerly)]
    public void Who_cannot_sign_in_with_a_second_step_now_does_not_get_it(AccountState state, Paired paired) =>
        Assert.Equal(HandOnRefusal.NotReady, WhyNot(state: state, paired: paired));

    [Fact]
    public void The_second_step_is_at_most_fifteen_minutes_old()
    {
        Assert.Null(WhyNot(confirmed: SessionRule.Fresh - TimeSpan.FromTicks(1)));
        Assert.Equal(HandOnRefusal.SecondStepNotFresh, WhyNot(confirmed: SessionRule.Fresh));
        Assert.Equal(HandOnRefusal.SecondStepNotFresh, HandOnRule.WhyNot(Primary, Other, AccountState.Active, Paired.Now, confirmedAt: null, Monday));
    }
}
