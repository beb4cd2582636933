using System.Reflection;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Daypass.TestHost;

/// <summary>
/// Runs a theory on SQLite and on PostgreSQL: <c>[Theory, OnBothDatabases] public async Task Story(DatabaseKind database)</c>.
/// With values, every value on each: <c>[Theory, OnBothDatabases(1, 2)] public async Task Story(DatabaseKind database, int value)</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = false)]
public sealed class OnBothDatabasesAttribute(params object[] values) : DataAttribute
{
    /// <summary>On SQLite alone in an everyday run, on both with <c>./test --all</c>: for long stories whose rules are held on both elsewhere.</summary>
    public bool BothWithAll { get; set; }

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        var rows =
            from database in Enum.GetValues<DatabaseKind>()
            where !BothWithAll || database == DatabaseKind.Sqlite || Samples.Of(0, 1) == 1
            from rest in values.Length == 0 ? [Array.Empty<object>()] : values.Select(x => new[] { x })
            select new TheoryDataRow([database, .. rest]);
        return new(rows.Cast<ITheoryDataRow>().ToArray());
    }

    public override bool SupportsDiscoveryEnumeration() => true;
}
