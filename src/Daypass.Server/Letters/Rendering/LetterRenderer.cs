using System.Globalization;
using Daypass.Server.Letters.Files;

namespace Daypass.Server.Letters.Rendering;

/// <summary>A page as it is shown.</summary>
/// <param name="Number">From 1.</param>
internal sealed record RenderedPage(int Number, int Width, int Height, byte[] Png);

internal abstract record Rendered
{
    internal sealed record Pages(IReadOnlyList<RenderedPage> All) : Rendered;

    internal sealed record Failed(LetterProblem Problem) : Rendered;
}

/// <summary>
/// Makes pages of a letter (H3), in a process of its own (<see cref="ConfinedProcess"/>): <c>pdftoppm</c> for a PDF, this executable's
/// verb <c>render-pages</c> for images. What is shown is always made here, never the bytes that were sent. One letter at a time.
/// </summary>
internal sealed class LetterRenderer(ILogger<LetterRenderer> log) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly SemaphoreSlim _turn = new(1);
    private bool _sandboxWorks;

    internal RenderLimits Limits { get; init; } = new();

    /// <summary>Set by tests that want another program.</summary>
    internal Func<Programs> Programs { get; init; } = () => new Programs();

    /// <param name="type">As <see cref="LetterFile.Check"/> found it.</param>
    /// <param name="begins">Done when it is this letter's turn, before its first byte is looked at.</param>
    public async Task<Rendered> Render(LetterType type, ReadOnlyMemory<byte> file, CancellationToken stop = default, Func<Task>? begins = null)
    {
        var programs = Programs();
        if (!programs.Has(type))
        {
            return new Rendered.Failed(LetterProblem.RendererMissing);
        }

        if (!await _turn.WaitAsync(Patience, stop))
        {
            return new Rendered.Failed(LetterProblem.RendererBusy);
        }

        try
        {
            await (begins?.Invoke() ?? Task.CompletedTask);
            using var folder = new PrivateFolder();
            return await Render(programs, type, file, folder.Path, stop);
        }
        catch (Exception why) when (why is IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            // The disk is full, or the program cannot be started: the operator's business, not the letter's.
            log.LogError(why, "The pages of a letter could not be made here: look at the disk of {Folder} and at the program; it is tried again", Path.GetTempPath());
            return new Rendered.Failed(LetterProblem.RendererFailed);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Whether the programs run in a sandbox on this machine. Once it worked, it is not asked again.</summary>
    public async Task<bool> IsSandboxed() => Programs().Sandbox is { } bwrap && (_sandboxWorks = _sandboxWorks || await Sandbox.Works(bwrap));

    private async Task<Rendered> Render(Programs programs, LetterType type, ReadOnlyMemory<byte> file, string folder, CancellationToken stop)
    {
        var isPdf = type == LetterType.Pdf;
        var source = Path.Combine(folder, "letter");
        if (isPdf)
        {
            await File.WriteAllBytesAsync(source, file, stop);
        }

        IReadOnlyList<string> program = isPdf
            ? [programs.Pdf!, "-png", "-scale-to", Text(RenderLimits.Side), "-l", Text(RenderLimits.Pages + 1), source, Path.Combine(folder, "page")]
            : [.. programs.Own, "render-pages", type.ToString(), folder];
        var readable = !await IsSandboxed() ? null : isPdf ? [programs.Pdf!] : Rendering.Programs.OwnFiles(programs.Own);
        var ended = await ConfinedProcess.Run(ConfinedProcess.Around(programs, readable, folder, Limits), program, folder, Limits, isPdf ? default : file, stop);
        var rendering = WhyNot(ended, folder) is { } problem ? new Rendered.Failed(problem) : RenderedPages.Read(folder, Limits);
        if (rendering is Rendered.Failed failed)
        {
            log.LogWarning("The pages of a letter ({Type}) could not be made: {Problem}, code {Code}", type, failed.Problem, ended.Code);
        }

        return rendering;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A program that a signal ended has 128 and the signal as its code.</summary>
    private LetterProblem? WhyNot(Ended ended, string folder) => ended.Code switch
    {
        // pdftoppm goes on without the part that it had no room for: such a page is not the letter.
        _ when SaysOutOfMemory(ended.Said) => LetterProblem.TooMuchMemory,
        0 => null,
        null or 128 + 9 or 128 + 24 => LetterProblem.TooSlow,
        128 + 25 => LetterProblem.PagesTooLarge,
        (int)PageMaker.Code.TooMuchMemory => LetterProblem.TooMuchMemory,
        (int)PageMaker.Code.PagesTooLarge => LetterProblem.PagesTooLarge,
        (int)PageMaker.Code.TooManyPages => LetterProblem.TooManyPages,
        _ when ended.Said.Contains("Incorrect password", StringComparison.OrdinalIgnoreCase) => LetterProblem.Encrypted,
        _ when RenderedPages.AnyCutOff(folder, Limits) => LetterProblem.PagesTooLarge,
        _ => LetterProblem.CannotBeShown,
    };

    /// <summary>In the words of poppler, of the C++ library and of .NET before it runs (whose code would pass for a signal's).</summary>
    private static bool SaysOutOfMemory(string said) =>
        ((string[])["out of memory", "bad_alloc", "Failed to create CoreCLR"]).Any(x => said.Contains(x, StringComparison.OrdinalIgnoreCase));

    public void Dispose() => _turn.Dispose();
}
