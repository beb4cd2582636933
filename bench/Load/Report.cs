using System.Globalization;
using System.Text;

namespace Daypass.Bench;

/// <summary>Figures by name over several rounds. Ratios are taken within a round, since a machine's speed drifts, and their median is shown.</summary>
internal sealed class Report
{
    private readonly List<string> _names = [];
    private readonly List<Dictionary<string, Figures>> _rounds = [];
    private readonly List<(string Text, Func<Dictionary<string, Figures>, double> Of, double? AtLeast, double? AtMost)> _ratios = [];

    public void NewRound() => _rounds.Add(new(StringComparer.Ordinal));

    public async Task Add(string name, Func<Task<Figures>> run)
    {
        if (!_names.Contains(name, StringComparer.Ordinal))
        {
            _names.Add(name);
        }

        Console.WriteLine($"round {_rounds.Count}: {name}");
        _rounds[^1][name] = await run();
    }

    /// <summary>A ratio to be shown, with what it must reach.</summary>
    public void Ratio(string text, string above, string below, Func<Figures, double> of, double? atLeast = null, double? atMost = null) =>
        _ratios.Add((text, round => of(round[above]) / of(round[below]), atLeast, atMost));

    public bool AllReached => _ratios.TrueForAll(Reached);

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine("| What | per second | p50 ms | p99 ms | longest ms | CPU ms each | done | failed |");
        text.AppendLine("|---|---|---|---|---|---|---|---|");
        foreach (var name in _names)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {Middle(name, x => x.PerSecond):0.0} | {Middle(name, x => x.P50):0.0} | {Middle(name, x => x.P99):0.0} | {Middle(name, x => x.Longest):0.0} | {Middle(name, x => x.Cpu):0.00} | {_rounds.Sum(x => x[name].Count)} | {_rounds.Sum(x => x[name].Failed)} |");
        }

        text.AppendLine().AppendLine("| Ratio, median of the rounds | is | goal | |");
        text.AppendLine("|---|---|---|---|");
        foreach (var ratio in _ratios)
        {
            var goal = ratio switch
            {
                { AtLeast: { } least } => string.Create(CultureInfo.InvariantCulture, $"at least {least:0.00}"),
                { AtMost: { } most } => string.Create(CultureInfo.InvariantCulture, $"at most {most:0.00}"),
                _ => "",
            };
            text.AppendLine(CultureInfo.InvariantCulture, $"| {ratio.Text} | {Median(_rounds.Select(ratio.Of)):0.000} | {goal} | {(goal == "" ? "" : Reached(ratio) ? "reached" : "missed")} |");
        }

        return text.ToString();
    }

    private bool Reached((string Text, Func<Dictionary<string, Figures>, double> Of, double? AtLeast, double? AtMost) ratio)
    {
        var median = Median(_rounds.Select(ratio.Of));
        return median >= (ratio.AtLeast ?? double.MinValue) && median <= (ratio.AtMost ?? double.MaxValue);
    }

    private double Middle(string name, Func<Figures, double> of) => Median(_rounds.Select(x => of(x[name])));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
