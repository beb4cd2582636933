using Daypass.Domain;
using Daypass.Server.Cases;
using Daypass.Server.Storage.Model;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Console;

/// <summary>Counts over time, and the installation's activity.</summary>
public sealed class TheCounts : DeskPages
{
    [Fact]
    public async Task Says_that_there_is_nothing_to_count() =>
        Assert.Contains("No case was opened in the last 30 days.", (await Representative.Open("/counts")).Text, StringComparison.Ordinal);

    [Fact]
    public async Task Counts_each_case_on_the_day_it_was_opened_by_its_outcome_and_no_drill()
    {
        await Case(CaseState.Done, daysAgo: 0, decidedAfter: 10);
        await Case(CaseState.Rejected, daysAgo: 3, decidedAfter: 30);
        await Case(CaseState.Stopped, daysAgo: 3, decidedAfter: 90);
        await Case(CaseState.Submitted, daysAgo: 29);
        await Case(CaseState.Done, daysAgo: 30, decidedAfter: 1);
        await Case(CaseState.Done, daysAgo: 1, drill: true);

        var counts = await World.Get<CountCases>().Run();
        Assert.Equal([(1, 0, 0, 0), (0, 1, 1, 0), (0, 0, 0, 1)], counts.Days.Reverse().Where(x => x.Opened > 0).Select(x => (x.Done, x.Rejected, x.Withdrawn, x.Open)));
        Assert.Equal(DateOnly.FromDateTime(World.Now.UtcDateTime), counts.Days[^1].Day);
        Assert.Equal((TimeSpan.FromMinutes(30), 3), (counts.MedianToDecision!.Value, counts.Decided));
        Assert.Equal([(CaseRejection.SignatureDiffers, 1)], counts.Rejections);

        await Technician.Open("/counts");
        Assert.Contains("Cases opened: 4. Of these 1 done, 1 rejected, 1 withdrawn or stopped, 1 still open.", Technician.Text, StringComparison.Ordinal);
        Assert.Equal(4, Technician.Page.QuerySelectorAll("section[aria-labelledby=days] rect").Length);
        Assert.Empty(Technician.Page.QuerySelectorAll("[style]"));
    }

    [Fact]
    public async Task Marks_the_hours_in_which_the_alarm_was_on_with_the_bounds_of_the_rule_H4()
    {
        for (var i = 0; i <= WaveRule.MostForFirm; i++)
        {
            await World.Get<OpenCase>().Run(Rhea, new CaseRequest(Guid.NewGuid(), World.Amber, CaseKind.Access, World.Primary.Id, CaseArrival.Email, CodeReason.Lost));
        }

        World.Clock.Advance(WaveRule.Window - TimeSpan.FromTicks(10));
        Assert.Equal((6, 6, true), (await LastHours())[^1]);
        Assert.True(await World.Get<Wave>().IsOn());
        World.Clock.Advance(TimeSpan.FromTicks(10));
        Assert.Equal([(6, 6, true), (0, 0, false)], (await LastHours())[^2..]);
        Assert.False(await World.Get<Wave>().IsOn());
    }

    [Fact]
    public async Task The_installations_activity_names_agents_and_is_for_technicians_H6()
    {
        await LookUp(Representative, "nobody@example.net");
        await Technician.Open("/activity");
        Assert.Contains("Looked up by support", Technician.Text, StringComparison.Ordinal);
        Assert.Contains($"Support: {Rhea.Name}", Technician.Text, StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await Representative.Open("/activity")).Answer.StatusCode);
        Assert.Null(await World.Get<LookAtInstallation>().Run(Rhea, null));
    }

    private async Task<(int, int, bool)[]> LastHours() => [.. (await World.Get<CountCases>().Run()).Hours.Select(x => (x.Opened, x.MostForFirm, x.WasWave))];

    private async Task Case(CaseState state, int daysAgo, int? decidedAfter = null, bool drill = false)
    {
        var opened = World.Now.AddDays(-daysAgo);
        await World.Store.Write(World.Amber, async db =>
        {
            db.SupportCases.Add(new SupportCase
            {
                Id = Guid.NewGuid(),
                Number = 1_000_000 + await db.SupportCases.CountAsync(),
                FirmId = World.Amber,
                Kind = CaseKind.Access,
                State = state,
                IsDrill = drill,
                AccountId = World.Primary.Id,
                RequesterId = World.Primary.Id,
                Arrival = CaseArrival.Fax,
                Reason = CodeReason.Lost,
                OpenedBy = Rhea.AgentId,
                OpenedAt = opened,
                SubmittedAt = opened,
                DecidedAt = decidedAfter is { } minutes ? opened.AddMinutes(minutes) : null,
                Rejection = state == CaseState.Rejected ? CaseRejection.SignatureDiffers : null,
                ClosedAt = state == CaseState.Submitted ? null : opened.AddHours(2),
            });
        });
    }
}
