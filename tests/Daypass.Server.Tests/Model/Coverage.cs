using Daypass.Domain;

namespace Daypass.Server.Tests.Model;

/// <summary>What the sequences met, so that they cannot come to nothing unnoticed.</summary>
internal sealed class Coverage
{
    private readonly SortedDictionary<string, int> _met = new(StringComparer.Ordinal);

    public void Took(Deed deed, string said) => Count($"{deed}: {new string([.. said.TakeWhile(x => !char.IsDigit(x))]).Trim()}");

    public void Saw(PlainLogin person, DateTimeOffset now)
    {
        if (person.State == AccountState.Active)
        {
            Count($"Next {person.Next(now)}");
        }

        foreach (var session in person.Sessions.Where(x => x.Lives(now)))
        {
            Count($"Session {session.Kind}");
        }
    }

    private void Count(string what) => _met[what] = _met.GetValueOrDefault(what) + 1;

    public IReadOnlyList<string> Missing() =>
    [
        .. Enum.GetValues<Deed>().Select(x => $"{x}").Where(x => !_met.Keys.Any(met => met.StartsWith(x + ":", StringComparison.Ordinal))),
        .. Enum.GetValues<NextStep>().Select(x => $"Next {x}").Where(x => !_met.ContainsKey(x)),
        .. Enum.GetValues<SessionKind>().Select(x => $"Session {x}").Where(x => !_met.ContainsKey(x)),
    ];

    public override string ToString() => string.Join('\n', _met.Select(x => $"{x.Value,6} {x.Key}"));
}
