using Daypass.Server.Hosting;

namespace Daypass.Server.Letters.Rendering;

/// <summary>Says at start what is missing to show letters. No reason to refuse: everything else works, and letters can be shown later.</summary>
internal sealed class RendererCheck(LetterRenderer renderer, ILogger<RendererCheck> log) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var programs = renderer.Programs();
        if (programs.Limits is null)
        {
            log.LogWarning("{Message}", Errors.ProgramMissing("prlimit", "util-linux", "letters"));
        }

        if (programs.Pdf is null)
        {
            log.LogWarning("{Message}", Errors.ProgramMissing("pdftoppm", "poppler-utils", "PDF letters"));
        }

        if (!await renderer.IsSandboxed())
        {
            log.LogWarning("{Message}", Errors.NoSandbox(programs.Sandbox is not null));
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
