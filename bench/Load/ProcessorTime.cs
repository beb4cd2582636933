using System.Globalization;

namespace Daypass.Bench;

internal static class ProcessorTime
{
    // What Linux counts in; the same on every architecture that .NET runs on.
    private const double TicksPerSecond = 100;

    /// <summary>Processor time that a process has used so far, in user and in kernel mode.</summary>
    public static TimeSpan Of(int process)
    {
        // The second field is the program's name in brackets and may hold blanks; utime and stime are fields 14 and 15.
        var status = File.ReadAllText($"/proc/{process}/stat");
        var fields = status[(status.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromSeconds((Number(fields[11]) + Number(fields[12])) / TicksPerSecond);
    }

    private static long Number(string field) => long.Parse(field, CultureInfo.InvariantCulture);
}
