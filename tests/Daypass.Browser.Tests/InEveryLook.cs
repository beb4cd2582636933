using System.Reflection;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Daypass.Browser.Tests;

/// <summary>Runs a theory on a desktop and a phone, light and dark.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class InEveryLookAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new(Enum.GetValues<Look>().Select(ITheoryDataRow (x) => new TheoryDataRow(x)).ToArray());

    public override bool SupportsDiscoveryEnumeration() => true;
}
