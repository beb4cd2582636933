namespace Daypass.Server.Letters.Intake;

/// <summary>The door of this folder.</summary>
internal static class IntakeRoom
{
    public static IServiceCollection AddIntake(this IServiceCollection services) => services
        .AddSingleton<IntakeTurn>()
        .AddSingleton<TakeMessage>()
        .AddSingleton<ReadingTries>()
        .AddSingleton<IntakeRound>()
        .AddSingleton<LookAtIntake>()
        .AddHostedService<LetterIntake>();
}
