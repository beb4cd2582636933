using System.Globalization;
using System.Text;

namespace Daypass.Bench;

/// <summary>Figures by name over several rounds. Ratios are taken within a round, since a machine's speed drifts, and their median is shown.</summary>
internal sealed class Report
{
    private readonly List<string> _names = [];
    private readonly List<Dictionary<string, Figures>> _rounds = [];
    private readonly List<(string Text, Func<Dictionary<string, Figures>, double> Of, double? AtLeast, double? AtMost)> _goals = [];

    public void NewRound() => _rounds.Add(new(StringComparer.Ordinal));

    public async Task Add(string name, Func<Task<Figures>> run) => Add(name, await run());

    public void Add(string name, Figures figures)
    {
        if (!_names.Contains(name, StringComparer.Ordinal))
        {
            _names.Add(name);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {_rounds.Count}: {name}: {figures.PerSecond:0.0} per second, CPU {figures.Cpu:0.00} ms each, the load's own {figures.Client:0.00} ms"));
        _rounds[^1][name] = figures;
    }

    /// <summary>A ratio to be shown, with what it must reach, where both were measured.</summary>
    public void Ratio(string text, string above, string below, Func<Figures, double> of, double? atLeast = null, double? atMost = null) =>
        Show([above, below], (text, round => of(round[above]) / of(round[below]), atLeast, atMost));

    /// <summary>A figure to be shown, with what it must reach, where it was measured.</summary>
    public void Goal(string text, string name, Func<Figures, double> of, double? atLeast = null, double? atMost = null) =>
        Show([name], (text, round => of(round[name]), atLeast, atMost));

    private void Show(string[] names, (string Text, Func<Dictionary<string, Figures>, double> Of, double? AtLeast, double? AtMost) goal)
    {
        if (Array.TrueForAll(names, x => _names.Contains(x, StringComparer.Ordinal)))
        {
            _goals.Add(goal);
        }
    }

    public bool AllReached => _goals.TrueForAll(Reached);

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine("| What | per second | p50 ms | p99 ms | longest ms | CPU ms each | the load's own | done | failed |");
        text.AppendLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var name in _names)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {Middle(name, x => x.PerSecond):0.0} | {Middle(name, x => x.P50):0.0} | {Middle(name, x => x.P99):0.0} | {Middle(name, x => x.Longest):0.0} | {Middle(name, x => x.Cpu):0.00} | {Middle(name, x => x.Client):0.00} | {_rounds.Sum(x => x[name].Count)} | {_rounds.Sum(x => x[name].Failed)} |");
        }

        text.AppendLine().AppendLine("| Median of the rounds | is | goal | |");
        text.AppendLine("|---|---|---|---|");
        foreach (var goal in _goals)
        {
            var wanted = goal switch
            {
                { AtLeast: { } least } => string.Create(CultureInfo.InvariantCulture, $"at least {least:0.00}"),
                { AtMost: { } most } => string.Create(CultureInfo.InvariantCulture, $"at most {most:0.00}"),
                _ => "",
            };
            text.AppendLine(CultureInfo.InvariantCulture, $"| {goal.Text} | {Median(_rounds.Select(goal.Of)):0.000} | {wanted} | {(wanted == "" ? "" : Reached(goal) ? "reached" : "missed")} |");
        }

        return text.ToString();
    }

    private bool Reached((string Text, Func<Dictionary<string, Figures>, double> Of, double? AtLeast, double? AtMost) goal)
    {
        var median = Median(_rounds.Select(goal.Of));
        return median >= (goal.AtLeast ?? double.MinValue) && median <= (goal.AtMost ?? double.MaxValue);
    }

    private double Middle(string name, Func<Figures, double> of) => Median(_rounds.Select(x => of(x[name])));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
