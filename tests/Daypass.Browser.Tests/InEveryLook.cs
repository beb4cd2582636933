using System.Reflection;
using Daypass.TestHost;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Daypass.Browser.Tests;

/// <summary>
/// Runs a theory on a desktop and a phone, light and dark: all four with <c>./test --all</c>, every day the light desktop alone,
/// so that an everyday run stays short.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class InEveryLookAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new((Samples.Of(0, 1) == 1 ? Enum.GetValues<Look>() : [Look.Desktop]).Select(ITheoryDataRow (x) => new TheoryDataRow(x)).ToArray());

    public override bool SupportsDiscoveryEnumeration() => true;
}
