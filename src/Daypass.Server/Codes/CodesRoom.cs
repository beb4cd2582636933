using Daypass.Server.Hosting;

namespace Daypass.Server.Codes;

/// <summary>The doors of this room: codes that are typed, from their making to their end.</summary>
internal static class CodesRoom
{
    public static IServiceCollection AddCodes(this IServiceCollection services) => services
        .AddSingleton<CodeTries>()
        .AddSingleton<TotpVerifier>()
        .AddSingleton<IssueCode>()
        .AddSingleton<OperatorIssueCode>()
        .AddSingleton<RemoveCode>()
        .AddSingleton<MyCode>()
        .AddSingleton<ReleaseTries>()
        .AddSingleton<AccessPanel>()
        .AddSingleton<UndoRecovery>()
        .AddSingleton<IChore, CodesEnd>();
}
