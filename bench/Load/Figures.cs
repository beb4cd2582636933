namespace Daypass.Bench;

/// <summary>What one run gave. Times of one operation are in milliseconds.</summary>
/// <param name="Cpu">Processor time of the measured process for one operation; its database server's is not in it.</param>
/// <param name="Client">Processor time of this process, from which the load comes, for one operation.</param>
internal sealed record Figures(int Count, int Failed, double PerSecond, double P50, double P99, double Longest, double Cpu, double Client)
{
    /// <summary>What one thing took where each operation did several.</summary>
    public Figures Each(int several) => new(Count * several, Failed * several, PerSecond * several, P50 / several, P99 / several, Longest / several, Cpu / several, Client / several);

    public static Figures From(IEnumerable<double> milliseconds, int failed, TimeSpan took, TimeSpan cpu, TimeSpan client = default)
    {
        var sorted = milliseconds.Order().ToArray();
        return sorted.Length == 0
            ? throw new InvalidOperationException($"Nothing succeeded, {failed} failed.")
            : new Figures(sorted.Length, failed, sorted.Length / took.TotalSeconds, At(0.5), At(0.99), sorted[^1], cpu.TotalMilliseconds / sorted.Length, client.TotalMilliseconds / sorted.Length);

        double At(double part) => sorted[(int)Math.Ceiling(part * sorted.Length) - 1];
    }
}
