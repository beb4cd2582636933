namespace Daypass.Domain;

// H4: a wave of requests is the first sign of an attack. More than 5 cases for one firm, or more than 20 overall, opened within an
// hour turn the alarm on; while it is on, a second technician approves as well.

/// <summary>Cases opened in the last hour: for one firm (the most of any, or the one asked about), and for all.</summary>
public readonly record struct CasesInHour(int ForFirm, int Overall);

public static class WaveRule
{
    public const int MostForFirm = 5;
    public const int MostOverall = 20;
    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    public static bool IsOn(CasesInHour opened) => opened.ForFirm > MostForFirm || opened.Overall > MostOverall;
}
