namespace Daypass.Domain.Tests;

/// <summary>Times that the stories share. A microsecond is the finest that the databases keep.</summary>
internal static class Times
{
    public static readonly DateTimeOffset Monday = new(2030, 3, 4, 9, 12, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Tuesday = Monday.AddHours(24);
    public static readonly TimeSpan Microsecond = TimeSpan.FromMicroseconds(1);
    public static readonly TimeSpan Day = TimeSpan.FromHours(24);

    public static DateTimeOffset JustBefore(this DateTimeOffset time) => time - Microsecond;
}
