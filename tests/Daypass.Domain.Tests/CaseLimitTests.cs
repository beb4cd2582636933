namespace Daypass.Domain.Tests;

/// <summary>H3: how many cases one agent opens in an hour.</summary>
public class CaseLimitTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_twentieth_is_opened_and_the_next_when_the_first_of_them_is_an_hour_old()
    {
        var opened = Enumerable.Range(1, 19).Select(i => Now.AddMinutes(-i)).ToList();
        Assert.Null(CaseLimit.FullUntil(opened, Now));
        opened.Add(Now.AddMinutes(-50));
        Assert.Equal(Now.AddMinutes(10), CaseLimit.FullUntil(opened, Now));
        Assert.Equal(Now.AddMinutes(10), CaseLimit.FullUntil(opened, Now.AddMinutes(10).AddTicks(-1)));
        Assert.Null(CaseLimit.FullUntil(opened, Now.AddMinutes(10)));
    }

    [Fact]
    public void Where_more_were_opened_somehow_the_twentieth_newest_counts() =>
        Assert.Equal(Now.AddMinutes(40), CaseLimit.FullUntil(Enumerable.Range(1, 30).Select(i => Now.AddMinutes(-i)), Now));
}
