using static Daypass.Domain.Tests.Times;

namespace Daypass.Domain.Tests;

// N11.
public class MailboxProofRuleTests
{
    private static readonly MfaFacts NoDevice = new(Policy.Required, Paired.Formerly, LiveCodeEnds: null, Hold.None);

    [Fact]
    public void The_mailbox_is_offered_to_somebody_without_a_device() =>
        Assert.Equal(MailboxProofOffer.Offered, Offer(NoDevice));

    [Theory]
    [InlineData(Policy.Required, Paired.Now)]
    [InlineData(Policy.Optional, Paired.Never)]
    public void Nobody_needs_it_who_has_a_device_or_is_admitted_by_the_password(Policy policy, Paired paired) =>
        Assert.Equal(MailboxProofOffer.NotNeeded, Offer(new MfaFacts(policy, paired, LiveCodeEnds: null, Hold.None), mayNotProve: true));

    [Theory]
    [InlineData(Paired.Formerly, MailboxProofOffer.NotAllowed)]
    [InlineData(Paired.Never, MailboxProofOffer.Offered)]
    public void A_mailbox_that_set_the_password_may_not_prove_but_where_it_is_the_only_root_of_trust(Paired paired, MailboxProofOffer offer) =>
        Assert.Equal(offer, Offer(NoDevice with { Paired = paired }, mayNotProve: true));

    [Fact]
    public void A_wait_runs_to_its_end()
    {
        var wait = new WaitForMailbox(Tuesday, StoppedAt: null);
        Assert.Equal(MailboxProofOffer.Waiting, Offer(NoDevice, last: wait, at: Tuesday.JustBefore()));
        Assert.Equal(MailboxProofOffer.Offered, Offer(NoDevice, last: wait, at: Tuesday));
    }

    [Fact]
    public void After_a_stop_no_other_wait_begins_for_seven_days()
    {
        var wait = new WaitForMailbox(Tuesday, StoppedAt: Monday);
        var over = Monday + (7 * Day);
        Assert.Equal(over, wait.Until);
        Assert.Equal(MailboxProofOffer.Stopped, Offer(NoDevice, last: wait, at: Tuesday));
        Assert.Equal(MailboxProofOffer.Stopped, Offer(NoDevice, last: wait, at: over.JustBefore()));
        Assert.Equal(MailboxProofOffer.Offered, Offer(NoDevice, last: wait, at: over));
    }

    private static MailboxProofOffer Offer(MfaFacts facts, bool mayNotProve = false, WaitForMailbox? last = null, DateTimeOffset? at = null) =>
        MailboxProofRule.Offer(facts, mayNotProve, last, at ?? Monday);
}
