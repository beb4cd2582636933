using static Daypass.Domain.Tests.Times;

namespace Daypass.Domain.Tests;

// N3.
public class ApprovalRuleTests
{
    private static AskedBefore Before(int open = 0, int window = 0, int? day = null, bool told = false, bool known = false) => new(known, open, window, day ?? window, told);

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
        Assert.Equal(Asking.Wake, ApprovalRule.Ask(Before(open: 2, window: 2)));
        Assert.Equal(Asking.TooMany, ApprovalRule.Ask(Before(open: 3, window: 3)));
        // Before the burst.
        Assert.Equal(Asking.TooMany, ApprovalRule.Ask(Before(open: 3, window: 5)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_fifth_within_ten_minutes_wakes_nobody_and_is_told(bool known)
    {
        Assert.Equal(Asking.Wake, ApprovalRule.Ask(Before(window: 3, known: known)));
        Assert.Equal(Asking.QuietlyAndTell, ApprovalRule.Ask(Before(window: 4, known: known)));
    }

    [Fact]
    public void The_tenth_in_a_day_of_browsers_that_nothing_vouches_for_wakes_nobody_and_is_told()
    {
        Assert.Equal(Asking.Wake, ApprovalRule.Ask(Before(window: 1, day: 8)));
        Assert.Equal(Asking.QuietlyAndTell, ApprovalRule.Ask(Before(window: 1, day: 9)));
        Assert.Equal(Asking.QuietlyAndTell, ApprovalRule.Ask(Before(day: 9)));
        Assert.Equal(Asking.Wake, ApprovalRule.Ask(Before(window: 1, day: 50, known: true)));
    }

    [Fact]
    public void It_is_told_once_a_day()
    {
        Assert.Equal(Asking.Quietly, ApprovalRule.Ask(Before(window: 4, told: true)));
        Assert.Equal(Asking.Quietly, ApprovalRule.Ask(Before(day: 9, told: true)));
        Assert.Equal(Asking.Wake, ApprovalRule.Ask(Before(window: 3, day: 8, told: true)));
    }

    [Fact]
    public void Twenty_within_ten_minutes_are_the_most_whatever_became_of_them()
    {
        Assert.Equal(Asking.Quietly, ApprovalRule.Ask(Before(window: 19, told: true)));
        Assert.Equal(Asking.TooMany, ApprovalRule.Ask(Before(window: 20, told: true)));
        Assert.Equal(Asking.TooMany, ApprovalRule.Ask(Before(window: 20, told: true, known: true)));
    }

    [Fact]
    public void However_often_somebody_asks_few_wake_and_one_a_day_is_told() =>
        Gen.Int[1, 3000].Array[1, 120].Sample(gaps =>
        {
            var (now, asked, told) = (Monday, new List<(DateTimeOffset At, bool Woke)>(), new List<DateTimeOffset>());
            foreach (var gap in gaps)
            {
                now = now.AddSeconds(gap);
                var asking = ApprovalRule.Ask(Before(0, Lately(ApprovalRule.BurstWindow), Lately(ApprovalRule.Day), told.Exists(x => now < x + ApprovalRule.Day)));
                if (asking == Asking.QuietlyAndTell)
                {
                    told.Add(now);
                }

                if (asking != Asking.TooMany)
                {
                    asked.Add((now, asking == Asking.Wake));
                }

                Assert.InRange(asked.Count(x => x.Woke && now < x.At + ApprovalRule.BurstWindow), 0, ApprovalRule.Burst - 1);
                Assert.InRange(asked.Count(x => x.Woke && now < x.At + ApprovalRule.Day), 0, ApprovalRule.ManyADay - 1);
                Assert.InRange(Lately(ApprovalRule.BurstWindow), 0, ApprovalRule.MostLately);
            }

            Assert.All(told.Zip(told.Skip(1)), x => Assert.True(x.Second - x.First >= ApprovalRule.Day));

            int Lately(TimeSpan span) => asked.Count(x => now < x.At + span);
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
