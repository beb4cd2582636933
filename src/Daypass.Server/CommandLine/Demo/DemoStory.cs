namespace Daypass.Server.CommandLine.Demo;

/// <summary>
/// Six weeks in two firms, after which somebody stands in every reachable row of docs/next-step.csv. A test holds it to the table.
/// </summary>
internal static class DemoStory
{
    private static readonly TimeSpan Past = TimeSpan.FromDays(42);

    /// <summary>When the story begins, if it is to end now.</summary>
    public static DateTimeOffset Beginning(DateTimeOffset now) => now - Past;

    public static async Task<(IReadOnlyList<DemoFirm> Firms, DemoDesk Desk)> Live(IServiceProvider services, DemoClock clock, DateTimeOffset now)
    {
        var alder = await AlderAndFinch.Open(services, clock);
        var brandt = await BrandtTreuhand.Open(services, clock);

        var desk = await DemoDesk.Open(services, clock);
        clock.MoveTo(now.AddHours(-30));
        await alder.ThirtyHoursAgo();
        clock.MoveTo(now.AddHours(-25));
        await brandt.TwentyFiveHoursAgo();
        clock.MoveTo(now.AddHours(-12));
        await alder.TwelveHoursAgo();
        clock.MoveTo(now.AddHours(-10));
        await brandt.TenHoursAgo();
        clock.MoveTo(now.AddHours(-4));
        await alder.FourHoursAgo();
        clock.MoveTo(now.AddMinutes(-50));
        await desk.LetterArrives(alder.Firm);
        return ([alder.Firm, brandt.Firm], desk);
    }
}
