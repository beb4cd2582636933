using Daypass.Server.Hosting;
using Daypass.Server.Letters.Evidence;
using Daypass.Server.Letters.Intake;
using Daypass.Server.Letters.Rendering;

namespace Daypass.Server.Letters;

/// <summary>The doors of this room: letters that come as evidence (H3), from the look at the file to the end of keeping it.</summary>
internal static class LettersRoom
{
    public static IServiceCollection AddLetters(this IServiceCollection services) => services
        .AddSingleton<LetterRenderer>()
        .AddHostedService<RendererCheck>()
        .AddSingleton<RenderLetter>()
        .AddSingleton<AttachLetter>()
        .AddSingleton<CaseOfLetter>()
        .AddSingleton<LookAtLetter>()
        .AddSingleton<ShowPage>()
        .AddSingleton<DownloadLetter>()
        .AddHostedService<PagesToMake>()
        .AddSingleton<IChore, PurgeEvidence>()
        .AddSingleton<LetterList>()
        .AddSingleton<PutAwayLetter>()
        .AddSingleton<IChore, ForgetPutAway>()
        .AddIntake();
}
