namespace Daypass.Domain.Tests;

/// <summary>docs/next-step.csv, row by row.</summary>
internal sealed record NextStepRow(Policy Policy, Paired Paired, bool CodeLive, HoldState Hold, NextStep NextStep, string Rule, bool Reachable);

internal static class NextStepTable
{
    public static IReadOnlyList<NextStepRow> Read()
    {
        using var stream = typeof(NextStepTable).Assembly.GetManifestResourceStream("next-step.csv")!;
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal("policy,paired,code,hold,next_step,rule,reachable", lines[0]);
        return [.. lines.Skip(1).Select(Row)];
    }

    private static NextStepRow Row(string line)
    {
        var cells = line.Split(',');
        return new(Word<Policy>(cells[0]), Word<Paired>(cells[1]), cells[2] == "live", Word<HoldState>(cells[3]), Word<NextStep>(cells[4]), cells[5], cells[6] == "yes");
    }

    private static T Word<T>(string cell)
        where T : struct, Enum => Enum.Parse<T>(cell.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
}
