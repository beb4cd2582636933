namespace Daypass.Server.Pages.Console.Cases;

/// <summary>The door of the desk's pages on cases: their words. The pages are found by themselves.</summary>
internal static class ConsoleCases
{
    public static void AddConsoleCases(this IServiceCollection services) => services.AddScoped<CaseWords>().AddScoped<FreshStep>();
}
