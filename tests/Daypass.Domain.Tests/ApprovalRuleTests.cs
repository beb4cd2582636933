using static Daypass.Domain.Tests.Times;

namespace Daypass.Domain.Tests;

// N3.
public class ApprovalRuleTests
{
    private static EarlierAsk Closed(int secondsAgo, bool woke = true) => new(Monday.AddSeconds(-secondsAgo), IsOpen: false, woke);

    private static EarlierAsk Open(int secondsAgo) => new(Monday.AddSeconds(-secondsAgo), IsOpen: true, Woke: true);

    [Fact]
    public void A_question_lives_60_seconds()
    {
        var expires = Monday + ApprovalRule.Life;
        Assert.True(ApprovalRule.IsAlive(expires, Monday.AddSeconds(60).JustBefore()));
        Assert.False(ApprovalRule.IsAlive(expires, Monday.AddSeconds(60)));
    }

    [Fact]
    public void A_sign_in_goes_on_within_two_minutes_of_the_approval()
    {
        Assert.True(ApprovalRule.GoesOn(Monday, Monday.AddMinutes(2).JustBefore()));
        Assert.False(ApprovalRule.GoesOn(Monday, Monday.AddMinutes(2)));
    }

    [Fact]
    public void Numbers_have_two_digits_and_each_comes_up()
    {
        var counts = new int[100];
        for (var i = 0; i < 90_000; i++)
        {
            counts[ApprovalRule.NewNumber()]++;
        }

        Assert.All(counts[..10], x => Assert.Equal(0, x));
        // 1,000 of each are expected; 5 standard deviations to each side.
        Assert.All(counts[10..], x => Assert.InRange(x, 840, 1160));
    }

    [Fact]
    public void At_most_three_are_open()
    {
        Assert.Equal(Asking.Wake, ApprovalRule.Ask([Open(1), Open(2)], Monday));
        Assert.Equal(Asking.TooMany, ApprovalRule.Ask([Open(1), Open(2), Open(3)], Monday));
        Assert.Equal(Asking.Wake, ApprovalRule.Ask([Open(1), Open(2), Closed(3)], Monday));
    }

    [Fact]
    public void Too_many_open_come_before_the_burst() =>
        Assert.Equal(Asking.TooMany, ApprovalRule.Ask([Open(1), Open(2), Open(3), Closed(4), Closed(5)], Monday));

    [Fact]
    public void More_than_twenty_in_ten_minutes_are_not_asked()
    {
        Assert.Equal(Asking.Quietly, ApprovalRule.Ask(Enumerable.Range(1, 19).Select(x => Closed(x, woke: false)), Monday));
        Assert.Equal(Asking.TooMany, ApprovalRule.Ask(Enumerable.Range(1, 20).Select(x => Closed(x, woke: false)), Monday));
    }

    [Fact]
    public void The_fifth_within_ten_minutes_wakes_nobody_and_is_told()
    {
        Assert.Equal(Asking.Wake, ApprovalRule.Ask([Closed(1), Closed(2), Closed(3)], Monday));
        Assert.Equal(Asking.QuietlyAndTell, ApprovalRule.Ask([Closed(1), Closed(2), Closed(3), Closed(4)], Monday));
    }

    [Fact]
    public void What_was_asked_ten_minutes_ago_does_not_count()
    {
        Assert.Equal(Asking.QuietlyAndTell, ApprovalRule.Ask([Closed(1), Closed(2), Closed(3), Closed(599)], Monday));
        Assert.Equal(Asking.Wake, ApprovalRule.Ask([Closed(1), Closed(2), Closed(3), Closed(600)], Monday));
    }

    [Fact]
    public void A_burst_is_told_once()
    {
        Assert.Equal(Asking.Quietly, ApprovalRule.Ask([Closed(1, woke: false), Closed(2), Closed(3), Closed(4), Closed(5)], Monday));
        // The last quiet one is ten minutes old: another burst.
        Assert.Equal(Asking.QuietlyAndTell, ApprovalRule.Ask([Closed(600, woke: false), Closed(1), Closed(2), Closed(3), Closed(4)], Monday));
    }

    [Fact]
    public void However_often_somebody_asks_a_burst_is_told_at_most_once_in_ten_minutes() =>
        Gen.Int[1, 300].Array[1, 60].Sample(gaps =>
        {
            var (now, asked, told) = (Monday, new List<EarlierAsk>(), new List<DateTimeOffset>());
            foreach (var gap in gaps)
            {
                now = now.AddSeconds(gap);
                var asking = ApprovalRule.Ask(asked, now);
                Assert.NotEqual(Asking.TooMany, asking);
                if (asking == Asking.QuietlyAndTell)
                {
                    told.Add(now);
                }

                asked.Add(new EarlierAsk(now, IsOpen: false, Woke: asking == Asking.Wake));
                Assert.InRange(asked.Count(x => x.Woke && now < x.AskedAt + ApprovalRule.BurstWindow), 0, ApprovalRule.Burst - 1);
            }

            Assert.All(told.Zip(told.Skip(1)), x => Assert.True(x.Second - x.First >= ApprovalRule.BurstWindow));
        });

    [Theory]
    [InlineData(true, 42, ApprovalVerdict.Approved)]
    [InlineData(true, 24, ApprovalVerdict.WrongNumber)]
    [InlineData(true, null, ApprovalVerdict.WrongNumber)]
    [InlineData(false, null, ApprovalVerdict.Denied)]
    [InlineData(false, 42, ApprovalVerdict.Denied)]
    public void The_number_shown_must_be_typed_to_approve(bool approve, int? typed, ApprovalVerdict verdict) =>
        Assert.Equal(verdict, ApprovalRule.Judge(approve, typed, shown: 42));
}
