namespace Daypass.Server.Letters;

/// <summary>Why a file is not taken as a letter, or why its pages cannot be shown. The name is kept with the letter; the words are in the text files.</summary>
internal enum LetterProblem
{
    // The file is not taken.
    Empty,

    /// <summary>More than <see cref="Files.LetterFile.MaxBytes"/>.</summary>
    TooLarge,

    /// <summary>None of the four kinds.</summary>
    UnknownKind,
    Svg,
    Html,

    /// <summary>ZIP and its like.</summary>
    Archive,

    /// <summary>A document of an office program.</summary>
    Office,

    /// <summary>A photograph in the format of newer phones (HEIC, AVIF).</summary>
    PhonePhotograph,

    /// <summary>It ends in the middle.</summary>
    Truncated,

    /// <summary>It is not built as its kind asks for.</summary>
    Damaged,

    /// <summary>Something else is in front of it, behind it or inside it: one file, two meanings.</summary>
    TwoThingsInOne,

    /// <summary>It opens with a password only.</summary>
    Encrypted,

    /// <summary>Small as a file, enormous when unpacked.</summary>
    UnpacksTooLarge,

    /// <summary>An image too large to be a sheet of paper; see <see cref="Files.ImageSize"/>.</summary>
    TooManyPixels,

    /// <summary>More than <see cref="Rendering.RenderLimits.Pages"/>.</summary>
    TooManyPages,

    /// <summary>The case has <see cref="Evidence.AttachLetter.PerCase"/>.</summary>
    TooManyLetters,

    // Of a message in the intake mailbox.

    /// <summary>The message has no file.</summary>
    NothingAttached,

    /// <summary>More than <see cref="Intake.IntakeLimits.Message"/>.</summary>
    MessageTooLarge,

    /// <summary>It has more files, or has them deeper inside, than are taken.</summary>
    NotAllTaken,

    /// <summary>It is no message that could be read.</summary>
    MessageUnreadable,

    /// <summary>The server went down twice while it read the message: it is not read again.</summary>
    MessageGivenUp,

    /// <summary>More was refused within a day than is written down one by one: see <see cref="Intake.IntakeLimits.RefusedInADay"/>.</summary>
    TooManyRefused,

    // The file was taken; its pages cannot be shown.

    /// <summary>This machine lacks the program that makes pages of a PDF.</summary>
    RendererMissing,

    /// <summary>This server could not: its disk is full, say. Its log says why, and it is tried again.</summary>
    RendererFailed,

    /// <summary>Others are being made at the moment.</summary>
    RendererBusy,

    /// <summary>Making the pages took longer than they may take.</summary>
    TooSlow,
    TooMuchMemory,

    /// <summary>The finished pages are larger than is kept.</summary>
    PagesTooLarge,

    /// <summary>The program cannot make pages of it.</summary>
    CannotBeShown,

    /// <summary>The server went down twice while it made them: it is not tried again by itself.</summary>
    GivenUp,
}
