"""The twin of solady's `expWad` and `lnWad`: rational approximations, integer for integer.

The coefficients are Remco Bloemen's (https://2π.com/22/exp-ln), as FixedPointMathLib of solady
0.1.26 has them (MIT). Python's shifts round down, as the EVM's arithmetic ones do.
"""

from counterpoise.errors import ExpOverflow, LnWadUndefined
from counterpoise.math.fixed_point import sdiv

EXP_ZERO = -41_446_531_673_892_822_313  # D18{1}, from here down the result is below a unit.
EXP_MOST = 135_305_999_368_893_231_589  # D18{1}, from here up it leaves 256 bits.
LN_2 = 54_916_777_467_707_473_351_141_471_128  # D96{1}

EXP_P = (
    1_346_386_616_545_796_478_920_950_773_328,
    57_155_421_227_552_351_082_224_309_758_442,
    -94_201_549_194_550_492_254_356_042_504_812,
    28_719_021_644_029_726_153_956_944_680_412_240,
    4_385_272_521_454_847_904_659_076_985_693_276,
)
EXP_Q = (
    -2_855_989_394_907_223_263_936_484_059_900,
    50_020_603_652_535_783_019_961_831_881_945,
    -533_845_033_583_426_703_283_633_433_725_380,
    3_604_857_256_930_695_427_073_651_918_091_429,
    -14_423_608_567_350_463_180_887_372_962_807_573,
    26_449_188_498_355_588_339_934_803_723_976_023,
)
EXP_SCALE = 3_822_833_074_963_236_453_042_738_258_902_158_003_155_416_615_667

LN_P = (
    3_273_285_459_638_523_848_632_254_066_296,
    24_828_157_081_833_163_892_658_089_445_524,
    43_456_485_725_739_037_958_740_375_743_393,
    -11_111_509_109_440_967_052_023_855_526_967,
    -45_023_709_667_254_063_763_336_534_515_857,
    -14_706_773_417_378_608_786_704_636_184_526,
)
LN_P_LAST = 795_164_235_651_350_426_258_249_787_498
LN_Q = (
    5_573_035_233_440_673_466_300_451_813_936,
    71_694_874_799_317_883_764_090_561_454_958,
    283_447_036_172_924_575_727_196_451_306_956,
    401_686_690_394_027_663_651_624_208_769_553,
    204_048_457_590_392_012_362_485_061_816_622,
    31_853_899_698_501_571_402_653_359_427_138,
    909_429_971_244_387_300_277_376_558_375,
)
LN_SCALE = 1_677_202_110_996_718_588_342_820_967_067_443_963_516_166
LN_2_SCALED = (
    16_597_577_552_685_614_221_487_285_958_193_947_469_193_820_559_219_878_177_908_093_499_208_371
)
LN_BASE = (
    600_920_179_829_731_861_736_702_779_321_621_459_595_472_258_049_074_101_567_377_883_020_018_308
)


def exp_wad(x: int) -> int:
    """e**x, D18{1} to D18{1}. Raises `ExpOverflow` from 135.3 on."""
    if x <= EXP_ZERO:
        return 0
    if x >= EXP_MOST:
        raise ExpOverflow
    x = sdiv(x << 78, 5**18)
    k = (sdiv(x << 96, LN_2) + 2**95) >> 96
    x -= k * LN_2
    y = x + EXP_P[0]
    y = (y * x >> 96) + EXP_P[1]
    p = y + x + EXP_P[2]
    p = (p * y >> 96) + EXP_P[3]
    p = p * x + (EXP_P[4] << 96)
    q = x + EXP_Q[0]
    for coefficient in EXP_Q[1:]:
        q = (q * x >> 96) + coefficient
    return sdiv(p, q) * EXP_SCALE >> (195 - k)


def ln_wad(x: int) -> int:
    """ln(x), D18{1} to D18{1}. Raises `LnWadUndefined` where x is not above 0."""
    if x <= 0:
        raise LnWadUndefined
    r = 256 - x.bit_length()
    x = (x << r) >> 159
    p = x + LN_P[0]
    for coefficient in LN_P[1:]:
        p = (p * x >> 96) + coefficient
    p = p * x - (LN_P_LAST << 96)
    q = x + LN_Q[0]
    for coefficient in LN_Q[1:]:
        q = (x * q >> 96) + coefficient
    return (LN_SCALE * sdiv(p, q) + LN_2_SCALED * (159 - r) + LN_BASE) >> 174
