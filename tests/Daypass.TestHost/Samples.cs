namespace Daypass.TestHost;

/// <summary>How often a test repeats what it looks at: fewer in an everyday run, the promised number with <c>./test --all</c>.</summary>
public static class Samples
{
    public static int Of(int usual, int all) =>
        string.Equals(Environment.GetEnvironmentVariable("DAYPASS_TESTS"), "all", StringComparison.Ordinal) ? all : usual;
}
